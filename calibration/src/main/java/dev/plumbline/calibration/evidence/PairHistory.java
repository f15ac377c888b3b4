package dev.plumbline.calibration.evidence;

import dev.plumbline.calibration.ScoreCells;
import java.util.Arrays;

/** Pairs in the order in which they were recorded, with the cell of each. */
final class PairHistory {
    private double[] probability = new double[256];
    private double[] outcome = new double[256];
    private double[] weight = new double[256];
    private short[] cell = new short[256];
    private int size;

    void add(double p, double y, double w) {
        if (size == probability.length) {
            int larger = Math.addExact(size, size);
            probability = Arrays.copyOf(probability, larger);
            outcome = Arrays.copyOf(outcome, larger);
            weight = Arrays.copyOf(weight, larger);
            cell = Arrays.copyOf(cell, larger);
        }
        probability[size] = p;
        outcome[size] = y;
        weight[size] = w;
        cell[size++] = (short) ScoreCells.cell(p);
    }

    int size() {
        return size;
    }

    double probability(int i) {
        return probability[i];
    }

    double outcome(int i) {
        return outcome[i];
    }

    double weight(int i) {
        return weight[i];
    }

    int cell(int i) {
        return cell[i];
    }
}
