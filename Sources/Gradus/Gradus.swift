@_exported import GradusAutodiff
@_exported import GradusDatasets
@_exported import GradusInsight
@_exported import GradusInterchange
@_exported import GradusLayers
@_exported import GradusTensors
@_exported import GradusTraining
@_exported import GradusZoo
