import GradusTensors

extension Variable: TensorProtocol {}
