"""What went wrong while setting up or starting, and what should its reader do?"""


class Failure(Exception):
    """Something a person has to know: the problem in one sentence, and the remedy in another."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem} {remedy}")
        self.problem = problem
        self.remedy = remedy
