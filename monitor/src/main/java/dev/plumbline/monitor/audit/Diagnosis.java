package dev.plumbline.monitor.audit;

import java.time.Instant;

/**
 * What is wrong; the component names are the wire names.
 *
 * @param kind {@code offset} or {@code slope}
 * @param segment the segment that is wrong, or null
 * @param since the first day of the pairs that show it, or null when that is not known
 * @param remedy what helps, in words
 */
public record Diagnosis(String kind, String segment, Instant since, String remedy) {}
