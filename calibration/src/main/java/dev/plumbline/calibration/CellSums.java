package dev.plumbline.calibration;

/**
 * The sums that a summary keeps of the pairs {@code (p, y, w)} of one cell. They merge by addition.
 *
 * <p>A value may also be a difference (what a correction or a delete takes away), so counts and sums may be negative;
 * they are always finite. For p exactly 0 or 1 an infinite logarithm is left out as 0: whether the impossible happened
 * there is told by the cell's own {@code wy}.
 *
 * @param n rows
 * @param w sum of w
 * @param wp sum of w*p
 * @param wp2 sum of w*p^2
 * @param wy sum of w*y
 * @param wy2 sum of w*y^2
 * @param wpy sum of w*p*y
 * @param wyLnP sum of w*y*ln p
 * @param wqLnQ sum of w*(1-y)*ln(1-p)
 * @param w2v sum of w^2*p*(1-p): the variance of sum w*y if every y were drawn from its p
 */
public record CellSums(
        long n,
        double w,
        double wp,
        double wp2,
        double wy,
        double wy2,
        double wpy,
        double wyLnP,
        double wqLnQ,
        double w2v) {

    /** No rows. */
    public static final CellSums ZERO = new CellSums(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** The number of sums beside the row count. */
    static final int SUMS = 9;

    /** A share of the weight below which what is left of an outcome is rounding of subtractions, not an event. */
    private static final double RESIDUE = 1e-9;

    /** The bits of a double's exponent. */
    private static final long EXPONENT = 0x7FF0_0000_0000_0000L;

    /** A number with this many times the power of 2 of another leaves, when added to it, 40 of its 53 bits. */
    private static final double ABOVE = 0x1.8p13;

    /** Checks that every sum is finite. */
    public CellSums {
        Checks.finite("w", w);
        Checks.finite("wp", wp);
        Checks.finite("wp2", wp2);
        Checks.finite("wy", wy);
        Checks.finite("wy2", wy2);
        Checks.finite("wpy", wpy);
        Checks.finite("wyLnP", wyLnP);
        Checks.finite("wqLnQ", wqLnQ);
        Checks.finite("w2v", w2v);
    }

    /**
     * The sums of one pair.
     *
     * @param p probability in [0, 1]
     * @param y outcome in [0, 1]
     * @param w weight, zero or more
     * @return its sums, n = 1
     */
    public static CellSums ofPair(double p, double y, double w) {
        checkPair(p, y, w);
        return ofPair(p, y, w, lnP(p), lnQ(p));
    }

    private static CellSums ofPair(double p, double y, double w, double lnP, double lnQ) {
        double wy = w * y;
        return new CellSums(
                1, w, w * p, w * p * p, wy, wy * y, wy * p, wy * lnP, w * (1 - y) * lnQ, w * w * p * (1 - p));
    }

    private static double lnP(double p) {
        return p == 0 ? 0 : Math.log(p);
    }

    private static double lnQ(double p) {
        return p == 1 ? 0 : Logistic.log1p(-p);
    }

    private static void checkPair(double p, double y, double w) {
        Checks.unit("probability", p);
        Checks.unit("outcome", y);
        Checks.weight(w);
    }

    /**
     * The sums of one pair for totals that are kept for years while pairs come, are corrected and go: each value of
     * {@link #ofPair} rounded to 40 significant bits. Sums of up to about 8,000 such values of like size, as the values of one
     * weight in one cell are, need no more than the 53 bits of a double, so adding and taking away is exact: the total is the
     * same to the last bit in whatever order its pairs came and whatever came and went between. Of values of very different
     * size, or of more of them, totals are rounded as ever and may differ in their last bits.
     *
     * <p>The error of a value is at most 2^-40 of what it is for the outcome that makes it largest (y = 1, for
     * {@code wqLnQ} y = 0), so that fractional outcomes fall on the grid of whole ones; under 1e-12.
     *
     * @param p probability in [0, 1]
     * @param y outcome in [0, 1]
     * @param w weight, zero or more
     * @return its sums, n = 1
     */
    public static CellSums summable(double p, double y, double w) {
        checkPair(p, y, w);
        double lnP = lnP(p);
        double lnQ = lnQ(p);
        CellSums pair = ofPair(p, y, w, lnP, lnQ);
        return new CellSums(
                1,
                rounded(pair.w, w),
                rounded(pair.wp, pair.wp),
                rounded(pair.wp2, pair.wp2),
                rounded(pair.wy, w),
                rounded(pair.wy2, w),
                rounded(pair.wpy, pair.wp),
                rounded(pair.wyLnP, w * lnP),
                rounded(pair.wqLnQ, w * lnQ),
                rounded(pair.w2v, pair.w2v));
    }

    /** To a multiple of what the 40th bit of {@code size} is worth, which is what the last bit of {@code above} is worth. */
    private static double rounded(double value, double size) {
        double above = Double.longBitsToDouble(Double.doubleToRawLongBits(size) & EXPONENT) * ABOVE;
        return above < Double.POSITIVE_INFINITY ? (value + above) - above : value;
    }

    /** The sums of neighbouring rows of one cell. */
    static CellSums ofRows(SortedRows rows, int from, int to) {
        double[] lnP = rows.lnP();
        double[] lnQ = rows.lnQ();
        double w = 0;
        double wp = 0;
        double wp2 = 0;
        double wy = 0;
        double wy2 = 0;
        double wpy = 0;
        double wyLnP = 0;
        double wqLnQ = 0;
        double w2v = 0;
        for (int i = from; i < to; i++) {
            double p = rows.p[i];
            double y = rows.y[i];
            double each = rows.w[i];
            double eachY = each * y;
            w += each;
            wp += each * p;
            wp2 += each * p * p;
            wy += eachY;
            wy2 += eachY * y;
            wpy += eachY * p;
            wyLnP += eachY * lnP[i];
            wqLnQ += each * (1 - y) * lnQ[i];
            w2v += each * each * p * (1 - p);
        }
        return new CellSums(to - from, w, wp, wp2, wy, wy2, wpy, wyLnP, wqLnQ, w2v);
    }

    /**
     * Both together.
     *
     * @param o other sums of the same cell
     * @return the sums of the union
     */
    public CellSums plus(CellSums o) {
        return new CellSums(
                n + o.n,
                w + o.w,
                wp + o.wp,
                wp2 + o.wp2,
                wy + o.wy,
                wy2 + o.wy2,
                wpy + o.wpy,
                wyLnP + o.wyLnP,
                wqLnQ + o.wqLnQ,
                w2v + o.w2v);
    }

    /**
     * These without others; undoes {@link #plus} up to rounding.
     *
     * @param o sums to take away
     * @return the difference
     */
    public CellSums minus(CellSums o) {
        return new CellSums(
                n - o.n,
                w - o.w,
                wp - o.wp,
                wp2 - o.wp2,
                wy - o.wy,
                wy2 - o.wy2,
                wpy - o.wpy,
                wyLnP - o.wyLnP,
                wqLnQ - o.wqLnQ,
                w2v - o.w2v);
    }

    /** Whether any weight saw the event happen, beyond the residue of subtracting. */
    boolean hasPositives() {
        return wy > RESIDUE * w;
    }

    /** Whether any weight saw the event not happen, beyond the residue of subtracting. */
    boolean hasNegatives() {
        return w - wy > RESIDUE * w;
    }

    /**
     * These as the whole content of a cell: no rows means no sums, whatever rounding left behind.
     *
     * @throws IllegalArgumentException when more was taken away than had been added
     */
    CellSums settled(int cell) {
        if (n < 0 || (n > 0 && w < -RESIDUE * n)) {
            throw new IllegalArgumentException(
                    "n and w of a cell must be at least 0, got n = " + n + ", w = " + w + " in cell " + cell);
        }
        return n == 0 ? ZERO : w > 0 ? this : new CellSums(n, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    double[] sums() {
        return new double[] {w, wp, wp2, wy, wy2, wpy, wyLnP, wqLnQ, w2v};
    }

    static CellSums of(long n, double[] s) {
        return new CellSums(n, s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[8]);
    }
}
