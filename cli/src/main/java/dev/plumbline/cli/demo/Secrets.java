package dev.plumbline.cli.demo;

import java.security.SecureRandom;
import java.util.Base64;

/** The three keys of one demo, made up for it. */
public record Secrets(String cron, String ingest, String admin) {
    private static final int BYTES = 24;

    /** Not from the demo's seed: who knows that one must not know these. */
    public static Secrets random() {
        SecureRandom random = new SecureRandom();
        return new Secrets(key(random), key(random), key(random));
    }

    private static String key(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
