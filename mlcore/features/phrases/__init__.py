"""What students say for each thing the codebook points at, as phrases; the notation is in ``matcher``."""

from mlcore.features.phrases import empathy, guards, problem_solving, resilience, self_regulation

ALL = (*guards.PHRASES, *empathy.PHRASES, *problem_solving.PHRASES, *self_regulation.PHRASES, *resilience.PHRASES)
