"""The gateway example as a real daemon (tests/smtp/run)."""
import outside


def run(t):
    outside.run_program(t, "tests/smtp/run", ["tests/smtp/run", "--compiler", "build/mc2cf"], seconds=300)
