package dev.plumbline.server.security;

import dev.plumbline.monitor.Json;
import dev.plumbline.server.http.Answers;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderNotFoundException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;

/** Who may call what. Section 1 of the contract answers 401 in its own words; the rest answers problem documents. */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
public class SecurityRules {
    private static final byte[] UNAUTHORIZED = Json.bytes(Json.object().put("error", "Unauthorized"));

    @Bean
    @Order(1)
    SecurityFilterChain contract(HttpSecurity http, Keys keys) throws Exception {
        common(http, keys)
                .securityMatcher("/api/cron/**", "/api/admin/**")
                .authorizeHttpRequests(rules -> rules.anyRequest().hasAuthority(Scope.CRON.name()))
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint((request, response, e) -> unauthorized(response))
                                .accessDeniedHandler((request, response, e) -> unauthorized(response)));
        return http.build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain api(HttpSecurity http, Keys keys) throws Exception {
        String models = "/api/v1/models/*/";
        common(http, keys)
                .securityMatcher("/api/**")
                .authorizeHttpRequests(rules -> rules.requestMatchers(
                                HttpMethod.POST,
                                models + "predictions",
                                models + "outcomes",
                                models + "records",
                                models + "calibrate",
                                models + "predict")
                        .hasAnyAuthority(Scope.INGEST.name(), Scope.ADMIN.name())
                        .requestMatchers(HttpMethod.GET, models + "calibrator")
                        .hasAnyAuthority(Scope.INGEST.name(), Scope.ADMIN.name())
                        .anyRequest()
                        .hasAuthority(Scope.ADMIN.name()))
                .exceptionHandling(handling -> handling.authenticationEntryPoint((request, response, e) -> problem(
                                response, HttpStatus.UNAUTHORIZED, "a valid key is needed: Authorization: Bearer KEY"))
                        .accessDeniedHandler((request, response, e) ->
                                problem(response, HttpStatus.FORBIDDEN, "this key does not open this part")));
        return http.build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain pages(HttpSecurity http, Keys keys) throws Exception {
        common(http, keys).authorizeHttpRequests(rules -> rules.anyRequest().permitAll());
        return http.build();
    }

    /** No users, no passwords: only keys. Without this bean Spring Boot would make up a user and log a password. */
    @Bean
    AuthenticationManager noUsers() {
        return authentication -> {
            throw new ProviderNotFoundException("only bearer keys are known here");
        };
    }

    private static HttpSecurity common(HttpSecurity http, Keys keys) throws Exception {
        return http.csrf(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .anonymous(anonymous -> {})
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives("default-src 'self'")))
                .addFilterBefore(new BearerFilter(keys), UsernamePasswordAuthenticationFilter.class);
    }

    private static void unauthorized(HttpServletResponse response) throws IOException {
        write(response, HttpStatus.UNAUTHORIZED, MediaType.APPLICATION_JSON_VALUE, UNAUTHORIZED);
    }

    private static void problem(HttpServletResponse response, HttpStatus status, String detail) throws IOException {
        write(response, status, MediaType.APPLICATION_PROBLEM_JSON_VALUE, Json.bytes(Answers.problem(status, detail)));
    }

    private static void write(HttpServletResponse response, HttpStatus status, String type, byte[] body)
            throws IOException {
        response.setStatus(status.value());
        if (status == HttpStatus.UNAUTHORIZED) {
            response.setHeader("WWW-Authenticate", "Bearer");
        }
        response.setContentType(type);
        response.getOutputStream().write(body);
    }
}
