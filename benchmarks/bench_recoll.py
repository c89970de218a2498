"""Times queries of Recoll in process: a program for the Python that has its binding, so it knows nothing else.

`bench_recoll.py CONFDIR TOP REPEATS`, the queries as JSON on standard input: kind -> texts. Prints JSON.
"""

import json
import statistics
import sys
import time


def main():
    from recoll import recoll

    confdir, top, repeats = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    query = recoll.connect(confdir=confdir).query()
    hits = 0

    def ask(text):
        """The count, and so many hits with a marked snippet each."""
        query.execute(text, stemming=0)
        for document in query.fetchmany(top):
            query.makedocabstract(document)
        return query.rowcount

    kinds = {}
    for kind, texts in json.load(sys.stdin).items():
        kinds[kind] = {"recoll": []}
        for text in texts:
            hits += ask(text)
            tries = []
            for _ in range(repeats):
                started = time.perf_counter()
                ask(text)
                tries.append((time.perf_counter() - started) * 1000)
            kinds[kind]["recoll"].append(statistics.median(tries))
    print(json.dumps({"hits": hits, "kinds": kinds, "documents": _documents(query)}))


def _documents(query):
    """How many are in the index: the count of a query is an estimate, so they are fetched."""
    query.execute("mime:*", stemming=0)
    count = 0
    while found := len(query.fetchmany(1000)):
        count += found
    return count


if __name__ == "__main__":
    main()
