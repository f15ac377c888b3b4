package dev.plumbline.server;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The name that this process's job runs carry: host and process number. */
public final class NodeName {
    private NodeName() {}

    public static String local() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "localhost";
        }
        return host + "/" + ProcessHandle.current().pid();
    }
}
