package dev.plumbline.calibration;

/** The sums of one cell while they are being added up; what rounding loses on the way is carried along. */
final class CellAccumulator {

    private long rows;
    private final double[] sums = new double[CellSums.SUMS];
    private final double[] lost = new double[CellSums.SUMS];

    void add(CellSums addend) {
        rows = Math.addExact(rows, addend.n());
        // one by one, without an array: this runs for every cell of every day
        add(0, addend.w());
        add(1, addend.wp());
        add(2, addend.wp2());
        add(3, addend.wy());
        add(4, addend.wy2());
        add(5, addend.wpy());
        add(6, addend.wyLnP());
        add(7, addend.wqLnQ());
        add(8, addend.w2v());
    }

    private void add(int k, double term) {
        double next = sums[k] + term;
        lost[k] += NeumaierSum.lost(sums[k], term, next);
        sums[k] = next;
    }

    CellSums total() {
        double[] total = sums.clone();
        for (int k = 0; k < total.length; k++) {
            total[k] += lost[k];
        }
        return CellSums.of(rows, total);
    }
}
