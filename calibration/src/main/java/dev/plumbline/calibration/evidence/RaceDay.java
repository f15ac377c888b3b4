package dev.plumbline.calibration.evidence;

import dev.plumbline.calibration.calibrator.BetaCalibrator;
import dev.plumbline.calibration.calibrator.Calibrator;
import dev.plumbline.calibration.calibrator.LogitPlattCalibrator;
import dev.plumbline.calibration.calibrator.OffsetCalibrator;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What one block of outcomes, a day in the service, added to the races: stored, so that the next look continues from sums, and with the
 * maps that scored it, so that a correction can score it again.
 *
 * @param challengers sums of the log factors of the challengers against what served
 * @param rivals the same of the maps that might come back
 * @param fits the challengers that scored the block; null where there was none yet
 * @param fittedOn how many pairs they were fitted on
 */
public record RaceDay(BlockSums challengers, BlockSums rivals, List<Calibrator> fits, long fittedOn) {
    private static final byte FORMAT = 1;
    private static final int NOT_FITTED = 0;
    private static final int OFFSET = 1;
    private static final int LINE = 2;
    private static final int BETA = 3;

    /** Checks and copies. */
    public RaceDay {
        if (fits.size() != challengers.alternatives()) {
            throw new IllegalArgumentException(
                    "fits must have one entry per challenger, " + challengers.alternatives() + ", got " + fits.size());
        }
        fits = Collections.unmodifiableList(new ArrayList<>(fits));
    }

    /**
     * Both parts of one block as one.
     *
     * @param other a part that was scored by the same maps, else {@link IllegalArgumentException}
     * @return the sums added
     */
    public RaceDay plus(RaceDay other) {
        if (!fits.equals(other.fits) || fittedOn != other.fittedOn) {
            throw new IllegalArgumentException("other must be scored by the same maps, fitted on " + fittedOn
                    + " pairs " + fits + ", got " + other.fittedOn + " pairs " + other.fits);
        }
        return new RaceDay(challengers.plus(other.challengers), rivals.plus(other.rivals), fits, fittedOn);
    }

    /**
     * The stored form: a version, the counts, then per challenger its sums and coefficients, then the sums of the rivals.
     *
     * @return about 200 bytes
     */
    public byte[] toBytes() {
        int most = 1
                + 3 * Long.BYTES
                + 2
                + fits.size() * (1 + 5 * Double.BYTES)
                + rivals.alternatives() * 2 * Double.BYTES;
        ByteBuffer to = ByteBuffer.allocate(most);
        to.put(FORMAT)
                .putLong(challengers.units())
                .putLong(challengers.observed())
                .putLong(fittedOn);
        to.put((byte) fits.size());
        for (int m = 0; m < fits.size(); m++) {
            putMap(to, fits.get(m));
            to.putDouble(challengers.log()[m]).putDouble(challengers.squares()[m]);
        }
        to.put((byte) rivals.alternatives());
        for (int m = 0; m < rivals.alternatives(); m++) {
            to.putDouble(rivals.log()[m]).putDouble(rivals.squares()[m]);
        }
        byte[] bytes = new byte[to.position()];
        to.flip().get(bytes);
        return bytes;
    }

    private static void putMap(ByteBuffer to, Calibrator map) {
        if (map == null) {
            to.put((byte) NOT_FITTED);
        } else if (map instanceof OffsetCalibrator offset) {
            to.put((byte) OFFSET).putDouble(offset.intercept());
        } else if (map instanceof LogitPlattCalibrator line) {
            to.put((byte) LINE).putDouble(line.slope()).putDouble(line.intercept());
        } else if (map instanceof BetaCalibrator beta) {
            to.put((byte) BETA).putDouble(beta.a()).putDouble(beta.b()).putDouble(beta.c());
        } else {
            throw new IllegalStateException("a challenger must be offset, logit-platt or beta, got " + map.method());
        }
    }

    /**
     * Reads the stored form.
     *
     * @param bytes as {@link #toBytes} made them
     * @return the same day
     * @throws IllegalArgumentException when they are cut short, too long or of another format
     */
    public static RaceDay of(byte[] bytes) {
        ByteBuffer from = ByteBuffer.wrap(bytes);
        try {
            byte format = from.get();
            if (format != FORMAT) {
                throw new IllegalArgumentException("race day must have format " + FORMAT + ", got " + format);
            }
            long units = from.getLong();
            long observed = from.getLong();
            long fittedOn = from.getLong();
            List<Calibrator> fits = new ArrayList<>();
            BlockSums challengers = sums(from, units, observed, fits);
            RaceDay day = new RaceDay(challengers, sums(from, units, observed, null), fits, fittedOn);
            if (from.hasRemaining()) {
                throw new IllegalArgumentException(
                        "race day must end after " + from.position() + " bytes, got " + bytes.length);
            }
            return day;
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("race day must not be cut short, got " + bytes.length + " bytes", e);
        }
    }

    /** @param fits filled where each sum has its map before it; null where there are only sums */
    private static BlockSums sums(ByteBuffer from, long units, long observed, List<Calibrator> fits) {
        int alternatives = from.get();
        if (alternatives < 0) {
            throw new IllegalArgumentException("race day must have at least 0 alternatives, got " + alternatives);
        }
        double[] log = new double[alternatives];
        double[] squares = new double[alternatives];
        for (int m = 0; m < alternatives; m++) {
            if (fits != null) {
                fits.add(map(from));
            }
            log[m] = from.getDouble();
            squares[m] = from.getDouble();
        }
        return new BlockSums(units, observed, log, squares);
    }

    private static Calibrator map(ByteBuffer from) {
        byte kind = from.get();
        return switch (kind) {
            case NOT_FITTED -> null;
            case OFFSET -> new OffsetCalibrator(from.getDouble());
            case LINE -> new LogitPlattCalibrator(from.getDouble(), from.getDouble());
            case BETA -> new BetaCalibrator(from.getDouble(), from.getDouble(), from.getDouble());
            default ->
                throw new IllegalArgumentException(
                        "race day must name maps by 0 to 3, got " + kind + " at byte " + (from.position() - 1));
        };
    }
}
