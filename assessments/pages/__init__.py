"""What pages show: small dataclasses made from rows, so that templates only ask and nothing is computed in HTML."""
