package dev.plumbline.calibration;

/**
 * The covariance {@code H^-1 J H^-1} of a fitted line on the log-odds scale, see {@link CoxRecalibration}. Positions are taken from
 * their mean with weights {@code d = w q (1-q)}, about which H is diagonal.
 *
 * @param interceptError standard error of the intercept
 * @param slopeError standard error of the slope; 0 when it was not fitted
 * @param optimism trace of J H^-1, at least 0
 */
record LogitSandwich(double interceptError, double slopeError, double optimism) {

    /**
     * @param z log odds of each row
     * @param q fitted probability of each row
     * @param both whether the slope was fitted too
     */
    static LogitSandwich of(SortedRows rows, double[] z, double[] q, boolean both) {
        int n = rows.size();
        NeumaierSum information = new NeumaierSum();
        NeumaierSum moment = new NeumaierSum();
        for (int from = 0; from < n; from += RowTerms.CHUNK) {
            int to = Math.min(from + RowTerms.CHUNK, n);
            double sum = 0;
            double sumZ = 0;
            for (int i = from; i < to; i++) {
                double d = rows.w[i] * q[i] * (1 - q[i]);
                sum += d;
                sumZ += d * z[i];
            }
            information.add(sum);
            moment.add(sumZ);
        }
        double a = information.value();
        double centre = both ? moment.value() / a : 0;
        double b = both ? spread(rows, z, q, centre) : 1;
        if (!(a > 0 && b > 0)) {
            return new LogitSandwich(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, both ? 2 : 1);
        }
        double[][] j = products(rows, z, q, centre, a, both ? b : Double.POSITIVE_INFINITY);
        double slopeVariance = both ? j[1][1] / b / b : 0;
        double interceptVariance =
                j[0][0] / a / a + (both ? centre * centre * slopeVariance - 2 * centre * j[0][1] / a / b : 0);
        return new LogitSandwich(
                rows.standardError(Math.max(0, interceptVariance)),
                both ? rows.standardError(slopeVariance) : 0,
                j[0][0] / a + (both ? j[1][1] / b : 0));
    }

    private static double spread(SortedRows rows, double[] z, double[] q, double centre) {
        NeumaierSum spread = new NeumaierSum();
        for (int from = 0; from < rows.size(); from += RowTerms.CHUNK) {
            int to = Math.min(from + RowTerms.CHUNK, rows.size());
            double sum = 0;
            for (int i = from; i < to; i++) {
                double u = z[i] - centre;
                sum += rows.w[i] * q[i] * (1 - q[i]) * u * u;
            }
            spread.add(sum);
        }
        return spread.value();
    }

    /** J: the sums over units of the products of their scores, each residual divided by 1 less the row's leverage. */
    private static double[][] products(SortedRows rows, double[] z, double[] q, double centre, double a, double b) {
        int units = rows.hasGroups() ? rows.units() : 0;
        double[] unitScore = new double[units];
        double[] unitMoment = new double[units];
        NeumaierSum jaa = new NeumaierSum();
        NeumaierSum jab = new NeumaierSum();
        NeumaierSum jbb = new NeumaierSum();
        double ia = 1 / a;
        double ib = 1 / b;
        for (int from = 0; from < rows.size(); from += RowTerms.CHUNK) {
            int to = Math.min(from + RowTerms.CHUNK, rows.size());
            double aa = 0;
            double ab = 0;
            double bb = 0;
            for (int i = from; i < to; i++) {
                double w = rows.w[i];
                double u = z[i] - centre;
                double leverage = w * q[i] * (1 - q[i]) * (ia + ib * u * u);
                double score = w * (rows.y[i] - q[i]) / Math.max(1 - leverage, 1e-3);
                double scoreU = score * u;
                if (units > 0) {
                    unitScore[rows.unit(i)] += score;
                    unitMoment[rows.unit(i)] += scoreU;
                } else {
                    aa += score * score;
                    ab += score * scoreU;
                    bb += scoreU * scoreU;
                }
            }
            jaa.add(aa);
            jab.add(ab);
            jbb.add(bb);
        }
        for (int g = 0; g < units; g++) {
            jaa.add(unitScore[g] * unitScore[g]);
            jab.add(unitScore[g] * unitMoment[g]);
            jbb.add(unitMoment[g] * unitMoment[g]);
        }
        return new double[][] {{jaa.value(), jab.value()}, {jab.value(), jbb.value()}};
    }
}
