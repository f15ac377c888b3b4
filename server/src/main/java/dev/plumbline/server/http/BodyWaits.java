package dev.plumbline.server.http;

import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;

/**
 * Counts the threads that wait for a client to send more of a body. A slow client keeps its thread, so only
 * {@value #MOST} of Tomcat's {@value #THREADS} may wait at a time: the others are there for whoever sends what it has, and
 * for health. A client that sends nothing for 20 s is given up by Tomcat.
 */
@Component
public final class BodyWaits {
    /** How many threads answer requests. */
    public static final int THREADS = 200;

    static final int MOST = 150;

    private final Semaphore waits = new Semaphore(MOST);

    /** Whether the caller may wait; then it calls {@link #end}. */
    boolean begin() {
        return waits.tryAcquire();
    }

    void end() {
        waits.release();
    }
}
