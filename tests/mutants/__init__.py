"""Security mutants: each a way in which the code could quietly stop keeping a promise, and the tests that turn red.

Data, not branches: the tables beside this file. ``trial`` applies one to a copy of the tree and runs its tests there;
``test_mutants`` asserts in the quick suite that each still applies, and in ``make prove`` that each is caught.
docs/guides/proofs.md says how to add one.
"""
