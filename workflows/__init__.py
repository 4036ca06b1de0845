"""The rules: which move leads where, who may make it, what it needs, and what sums come to.

Standard library and ``transitions`` only. Nothing here knows of a web page, a table or the clock: facts and
dates are passed in, and every refusal is a sentence for the person at the screen.
"""
