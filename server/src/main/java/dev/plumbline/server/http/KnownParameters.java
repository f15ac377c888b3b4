package dev.plumbline.server.http;

import dev.plumbline.monitor.InvalidArgumentException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Parameter;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** A query parameter that the handler does not name is refused: a misspelt filter would answer with everything. */
@Configuration(proxyBeanMethods = false)
class KnownParameters implements WebMvcConfigurer, HandlerInterceptor {
    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/api/v1/**");
    }

    /** Reads the query itself: the request's own parameters may be in the body, which must stay unread. */
    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        String query = request.getQueryString();
        if (query == null || request.getMethod().equals("OPTIONS") || !(handler instanceof HandlerMethod method)) {
            return true;
        }
        Set<String> known = names(method);
        for (String pair : query.split("&", -1)) {
            String name = decoded(pair.split("=", 2)[0]);
            if (!name.isEmpty() && !known.contains(name)) {
                throw new InvalidArgumentException(
                        "query",
                        known.isEmpty()
                                ? "empty, for this path has no parameters"
                                : "made of the parameters " + String.join(", ", known),
                        name);
            }
        }
        return true;
    }

    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new InvalidArgumentException("query", "percent-encoded UTF-8", name);
        }
    }

    private static Set<String> names(HandlerMethod handler) {
        Set<String> names = new TreeSet<>();
        for (Parameter parameter : handler.getMethod().getParameters()) {
            RequestParam query = parameter.getAnnotation(RequestParam.class);
            if (query != null) {
                names.add(query.name().isEmpty() ? parameter.getName() : query.name());
            }
        }
        return names;
    }
}
