package dev.platte.server.api;

import dev.platte.server.contract.Guarded;
import dev.platte.server.contract.Takes;
import dev.platte.server.edge.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads bodies that handlers take: JSON, not too long, with no field that nobody knows. */
@Configuration(proxyBeanMethods = false)
class ApiArguments implements WebMvcConfigurer {

    private static final int MOST_BYTES = 1 << 20;

    private static final Set<String> TYPES =
            Set.of("application/json", "application/merge-patch+json");

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new BodyReader());
    }

    @Override
    public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors
                .addInterceptor(new Guard())
                .addPathPatterns(Answers.BASE + "/**")
                // Who may not is told that first.
                .order(1);
    }

    /**
     * Changes without what was seen are refused, so that nobody overwrites what they have not seen
     * (RFC 9110 section 13.1.1, RFC 6585 section 3).
     */
    private static final class Guard implements HandlerInterceptor {

        @Override
        public boolean preHandle(
                HttpServletRequest request, HttpServletResponse response, Object handler) {
            String seen = request.getHeader("If-Match");
            if (handler instanceof HandlerMethod method
                    && method.hasMethodAnnotation(Guarded.class)
                    && (seen == null || seen.isBlank())) {
                throw ProblemException.of(
                        428,
                        "if-match-missing",
                        "Send the header If-Match with the ETag that you got when you looked.");
            }
            return true;
        }
    }

    private static final class BodyReader implements HandlerMethodArgumentResolver {

        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.hasParameterAnnotation(Takes.class);
        }

        @Override
        public Object resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer model,
                NativeWebRequest web,
                @Nullable WebDataBinderFactory binders)
                throws IOException {
            HttpServletRequest request =
                    Objects.requireNonNull(web.getNativeRequest(HttpServletRequest.class));
            Takes takes = Objects.requireNonNull(parameter.getParameterAnnotation(Takes.class));
            JsonNode body = read(request);
            return parameter.getParameterType() == Fields.class
                    ? Fields.of(body, takes.value())
                    : body;
        }
    }

    /** Nothing at all says nothing: an object without fields. */
    private static JsonNode read(HttpServletRequest request) throws IOException {
        byte[] bytes = request.getInputStream().readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw ProblemException.of(
                    413, "body-too-large", "The body has more than " + MOST_BYTES + " bytes.");
        }
        if (bytes.length == 0) {
            return JSON.createObjectNode();
        }
        requireJson(request.getContentType());
        try {
            return JSON.readTree(bytes);
        } catch (JacksonException e) {
            TokenStreamLocation place = e.getLocation();
            throw ProblemException.of(
                    400,
                    "json-invalid",
                    "The body is no JSON"
                            + (place == null
                                    ? "."
                                    : ": line %d, column %d."
                                            .formatted(place.getLineNr(), place.getColumnNr())));
        }
    }

    private static void requireJson(@Nullable String type) {
        try {
            if (type != null) {
                MediaType parsed = MediaType.parseMediaType(type);
                if (TYPES.contains(parsed.getType() + "/" + parsed.getSubtype())) {
                    return;
                }
            }
        } catch (InvalidMediaTypeException e) {
            // Said below.
        }
        throw ProblemException.of(
                415,
                "unsupported-media-type",
                "Send the body as application/json, and say so in Content-Type.");
    }
}
