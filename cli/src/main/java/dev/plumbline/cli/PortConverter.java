package dev.plumbline.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a port and says what is allowed when it is none. */
final class PortConverter implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
        int port;
        try {
            port = Integer.parseInt(value);
        } catch (NumberFormatException notWhole) {
            port = -1;
        }
        if (port < 0 || port > ServeOptions.HIGHEST_PORT) {
            throw new TypeConversionException(
                    "got '" + value + "'; allowed: a whole number from 0 to " + ServeOptions.HIGHEST_PORT);
        }
        return port;
    }
}
