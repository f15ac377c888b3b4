package dev.plumbline.server.http;

import java.util.List;
import java.util.Set;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.boot.tomcat.TomcatContextCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/**
 * Lets ids stand in paths, URL-encoded: {@code kunde/2026/07} as {@code kunde%2F2026%2F07}. Tomcat and Spring Security refuse
 * encoded slashes because file servers and path rules that decode too early fall for them. Here rules and controllers
 * match the segments as they were sent, a segment is decoded once, and what it holds is bound as a value in SQL or, as a model's
 * name, checked against a plain pattern. The bare characters {@code ; \ //} and dot segments stay refused.
 */
@Configuration(proxyBeanMethods = false)
class EncodedPaths {
    private static final String AS_SENT = "passthrough";

    @Bean
    TomcatConnectorCustomizer slashesStayEncoded() {
        return connector -> {
            connector.setEncodedSolidusHandling(AS_SENT);
            connector.setEncodedReverseSolidusHandling(AS_SENT);
        };
    }

    @Bean
    HttpFirewall firewall() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowUrlEncodedPercent(true);
        Set<String> asSent = firewall.getEncodedUrlBlocklist();
        Set<String> decoded = firewall.getDecodedUrlBlocklist();
        for (String character : List.of("%2f", "%2F", "%5c", "%5C", "%3b", "%3B")) {
            asSent.removeIf(blocked -> blocked.contains(character));
            decoded.removeIf(blocked -> blocked.contains(character));
        }
        decoded.remove(";"); // decoded from %3B: a bare one is refused as it was sent
        decoded.remove("\\");
        return firewall;
    }

    @Bean
    RequestRejectedHandler rejected() {
        return (request, response, e) -> {
            response.setStatus(HttpStatus.BAD_REQUEST.value());
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.getOutputStream()
                    .write(Answers.problemBytes(
                            HttpStatus.BAD_REQUEST, "this address cannot be read: " + e.getMessage()));
        };
    }

    @Bean
    TomcatContextCustomizer unreadBodies(BodyWaits waits) {
        return context -> context.getPipeline().addValve(new UnreadBodyValve(waits));
    }

    /** What Tomcat refuses before anything of Spring sees it is answered like everything else. */
    @Bean
    TomcatContextCustomizer problemsFromTomcatToo() {
        return context -> ((StandardHost) context.getParent()).setErrorReportValveClass(ProblemValve.class.getName());
    }
}
