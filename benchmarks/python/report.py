"""The figures of `plumbline audit FILE --json` that pandas and scikit-learn have, from the columns score and outcome of a CSV.

    /usr/bin/python3 benchmarks/python/report.py FILE [ece]

With "ece" the error of ten bins of equal width alone.
"""

import json
import sys

import numpy as np
import pandas as pd


def ece(p, y):
    bins = np.minimum((p * 10).astype(np.int64), 9)
    return np.abs(np.bincount(bins, p, 10) - np.bincount(bins, y, 10)).sum() / len(p)


def report(p, y):
    from sklearn.calibration import calibration_curve
    from sklearn.isotonic import IsotonicRegression
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score

    logit = np.log(p / (1 - p)).reshape(-1, 1)
    cox = LogisticRegression(penalty=None).fit(logit, y)
    fitted = IsotonicRegression(out_of_bounds="clip").fit_transform(p, y)
    brier = brier_score_loss(y, p)
    true, said = calibration_curve(y, p, n_bins=10, strategy="quantile")
    # redrawn from bin sums, as Plumbline does; by rows it would take minutes
    bins = np.minimum((p * 10).astype(np.int64), 9)
    deviation = np.sqrt(np.bincount(bins, p * (1 - p), 10))
    drawn = np.abs(np.random.default_rng(1).normal(size=(10_000, 10)) * deviation).sum(axis=1) / len(p)
    error = ece(p, y)
    return {
        "totalSamples": len(p),
        "baseRate": y.mean(),
        "bias": p.mean() - y.mean(),
        "ece": error,
        "expectedEce": drawn.mean(),
        "ecePValue": (1 + (drawn >= error).sum()) / 10_001,
        "eceEqualMass": np.abs(true - said).mean(),
        "brier": brier,
        "logLoss": log_loss(y, p),
        "auc": roc_auc_score(y, p),
        "miscalibration": brier - brier_score_loss(y, fitted),
        "slope": cox.coef_[0, 0],
        "intercept": cox.intercept_[0],
    }


def main():
    frame = pd.read_csv(sys.argv[1], usecols=["score", "outcome"])
    p = frame["score"].to_numpy(float)
    y = frame["outcome"].to_numpy(float)
    figures = {"ece": ece(p, y)} if sys.argv[2:] == ["ece"] else report(np.clip(p, 1e-7, 1 - 1e-7), y)
    print(json.dumps({name: float(value) for name, value in figures.items()}))


if __name__ == "__main__":
    main()
