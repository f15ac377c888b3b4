package dev.plumbline.server;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A client that says exactly the bytes it is told to, also those that no HTTP library would send. */
final class RawHttp {
    private RawHttp() {}

    /** Writes a request's body. */
    interface Body {
        void write(OutputStream out) throws IOException;
    }

    /**
     * Sends a request, closes its side, and reads until the server closes the other: when this returns the server is done
     * with the request.
     *
     * @param headers lines that end in CR LF
     * @return all the server said
     */
    static String exchange(TestServer server, String requestLine, String headers, Body body) {
        return exchange(
                server, requestLine, "Authorization: Bearer " + TestServer.ADMIN + "\r\n" + headers, body, true);
    }

    /** The same without a key unless the headers hold one. */
    static String exchangeBare(TestServer server, String requestLine, String headers) {
        return exchange(server, requestLine, headers, out -> {}, false);
    }

    /** The same where the server may hang up before it has read everything: then what it said may be lost. */
    static String exchangeHopefully(TestServer server, String requestLine, String headers) {
        try {
            return exchangeBare(server, requestLine, headers);
        } catch (UncheckedIOException e) {
            return "";
        }
    }

    private static String exchange(
            TestServer server, String requestLine, String headers, Body body, boolean halfClose) {
        URI address = server.uri("/");
        try (Socket socket = new Socket(InetAddress.getByName(address.getHost()), address.getPort())) {
            socket.setSoTimeout(60_000);
            OutputStream out = socket.getOutputStream();
            String head = requestLine + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers + "\r\n";
            out.write(head.getBytes(StandardCharsets.ISO_8859_1));
            body.write(out);
            out.flush();
            if (halfClose) {
                socket.shutdownOutput();
            }
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
