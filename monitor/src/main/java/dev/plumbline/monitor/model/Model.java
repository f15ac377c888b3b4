package dev.plumbline.monitor.model;

import dev.plumbline.monitor.InvalidArgumentException;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * A declared model.
 *
 * @param id its number in the database
 * @param name what callers call it
 */
public record Model(long id, String name, ModelSettings settings, Instant createdAt) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    /**
     * Checks a name that is about to be declared. Names stand in paths, pages and logs, so they are plain.
     *
     * @throws InvalidArgumentException for any other name
     */
    public static String checkedName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidArgumentException(
                    "model", "1 to 100 letters, digits, '.', '_' or '-', beginning with a letter or digit", name);
        }
        return name;
    }
}
