package dev.plumbline.server.security;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * How many requests a second a key may make, and how many without a valid key a client address. A right key is always heard,
 * whatever was sent from its address before: else anybody behind the same proxy could lock everybody out.
 */
public final class RateLimits {
    private static final int MOST_ADDRESSES = 10_000;
    private static final int MOST_CHARACTERS = 64;
    private static final int NETWORK_GROUPS = 4;

    private final long requestsPerSecond;
    private final long failuresPerSecond;
    private final Map<ByteBuffer, Bucket> keys = new ConcurrentHashMap<>(); // holds valid keys only: a handful
    private final Map<String, Bucket> addresses = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    /** @param requestsPerSecond 0 for any number, likewise {@code failuresPerSecond} */
    public RateLimits(long requestsPerSecond, long failuresPerSecond) {
        this.requestsPerSecond = requestsPerSecond;
        this.failuresPerSecond = failuresPerSecond;
    }

    /** Counts a request with this valid key; after how many seconds to come again, or 0 when it may pass. */
    long request(String key) {
        return requestsPerSecond == 0
                ? 0
                : take(keys.computeIfAbsent(ByteBuffer.wrap(Keys.sha256(key)), missing -> bucket(requestsPerSecond)));
    }

    /** Counts a request without a valid key; after how many seconds to come again, or 0 when it is answered 401. */
    long failure(String address) {
        if (failuresPerSecond == 0) {
            return 0;
        }
        Bucket bucket;
        synchronized (addresses) {
            bucket = addresses.computeIfAbsent(network(address), missing -> bucket(failuresPerSecond));
        }
        return take(bucket);
    }

    /** The first half of an IPv6 address, all of which is one customer's. */
    static String network(String address) {
        int end = address.indexOf(':') < 0 ? address.length() : 0;
        for (int group = 0; group < NETWORK_GROUPS && end >= 0 && end < address.length(); group++) {
            end = address.indexOf(':', end + 1);
        }
        return address.substring(0, Math.min(end < 0 ? address.length() : end, MOST_CHARACTERS));
    }

    /** By the machine's own time: a clock that is turned by hand would never let anybody in again. */
    private static Bucket bucket(long perSecond) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .withNanosecondPrecision()
                .build();
    }

    private static long take(Bucket bucket) {
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? 0 : 1 + TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill());
    }
}
