@_exported import Autodiff
@_exported import Datasets
@_exported import Insight
@_exported import Interchange
@_exported import Layers
@_exported import Tensors
@_exported import Training
@_exported import Zoo
