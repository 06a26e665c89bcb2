from fusion.weights import WeightsVersion

__all__ = ["WeightsVersion"]
