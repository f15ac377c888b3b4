package dev.plumbline.server.cron;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Spring runs GET handlers for HEAD, and says so to OPTIONS; a job must not run because somebody looked whether its address is
 * there.
 */
@Configuration(proxyBeanMethods = false)
class RunNothingInterceptor implements WebMvcConfigurer, HandlerInterceptor {
    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/api/cron/**");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        boolean options = request.getMethod().equals("OPTIONS");
        if (!(handler instanceof HandlerMethod)
                || !(options || request.getMethod().equals("HEAD"))) {
            return true;
        }
        response.setStatus(options ? HttpServletResponse.SC_OK : HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        response.setHeader("Allow", "GET, OPTIONS");
        return false;
    }
}
