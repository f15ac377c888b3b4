package dev.plumbline.monitor.evidence;

import dev.plumbline.calibration.evidence.EvidenceBlock;
import dev.plumbline.calibration.evidence.RaceDay;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a day of predictions came to, and what was declared when it entered: what changes later does not reach back.
 *
 * @param maxWeight the weight that counted in full
 * @param keys the declared segments
 * @param issued evidence about the probabilities that were issued
 * @param race the races of maps of the score
 * @param segments evidence about what was issued in each declared segment
 */
record DaySums(
        double maxWeight,
        List<String> keys,
        EvidenceBlock issued,
        RaceDay race,
        SortedMap<String, EvidenceBlock> segments) {
    DaySums {
        keys = List.copyOf(keys);
    }

    /** {@return both parts of one day as one; the same was declared for both} */
    DaySums plus(DaySums other) {
        SortedMap<String, EvidenceBlock> both = new TreeMap<>(segments);
        other.segments.forEach((name, block) -> both.merge(name, block, EvidenceBlock::plus));
        return new DaySums(maxWeight, keys, issued.plus(other.issued), race.plus(other.race), both);
    }

    /** {@return the stored form: each part with its length before it} */
    byte[] toBytes() {
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                DataOutputStream to = new DataOutputStream(bytes)) {
            to.writeDouble(maxWeight);
            to.writeInt(keys.size());
            for (String key : keys) {
                to.writeUTF(key);
            }
            write(to, issued.toBytes());
            write(to, race.toBytes());
            to.writeInt(segments.size());
            for (Map.Entry<String, EvidenceBlock> segment : segments.entrySet()) {
                to.writeUTF(segment.getKey());
                write(to, segment.getValue().toBytes());
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
    }

    private static void write(DataOutputStream to, byte[] part) throws IOException {
        to.writeInt(part.length);
        to.write(part);
    }

    static DaySums of(byte[] stored) {
        try (DataInputStream from = new DataInputStream(new ByteArrayInputStream(stored))) {
            double maxWeight = from.readDouble();
            List<String> keys = new ArrayList<>();
            for (int left = from.readInt(); left > 0; left--) {
                keys.add(from.readUTF());
            }
            EvidenceBlock issued = EvidenceBlock.fromBytes(part(from));
            RaceDay race = RaceDay.of(part(from));
            SortedMap<String, EvidenceBlock> segments = new TreeMap<>();
            int count = from.readInt();
            for (int i = 0; i < count; i++) {
                segments.put(from.readUTF(), EvidenceBlock.fromBytes(part(from)));
            }
            return new DaySums(maxWeight, keys, issued, race, segments);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the stored sums of a day end too early, after " + stored.length + " bytes", e);
        }
    }

    private static byte[] part(DataInputStream from) throws IOException {
        return from.readNBytes(from.readInt());
    }
}
