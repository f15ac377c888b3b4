package dev.plumbline.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a seed and says what is allowed when it is none. */
final class SeedConverter implements ITypeConverter<Long> {
    @Override
    public Long convert(String value) {
        try {
            return Long.valueOf(value);
        } catch (NumberFormatException notWhole) {
            throw new TypeConversionException(
                    "got '" + value + "'; allowed: a whole number from " + Long.MIN_VALUE + " to " + Long.MAX_VALUE);
        }
    }
}
