@_exported import GradusAutodiff
@_exported import GradusLayers
@_exported import GradusTensors
