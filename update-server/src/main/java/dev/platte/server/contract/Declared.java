package dev.platte.server.contract;

import com.github.therapi.runtimejavadoc.CommentFormatter;
import com.github.therapi.runtimejavadoc.RuntimeJavadoc;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;

/**
 * What a handler says about itself.
 *
 * @param room what its controller is about: {@code channel} of a {@code ChannelController}
 * @param name of the method
 * @param words its Javadoc, as Markdown
 * @param body whose components are the fields of the body
 * @param status of its answer when it is done
 * @param answer whose components are the fields of the answer, where its type does not say
 * @param guarded whether the caller must say what it has seen
 * @param consumes media types of the body; empty: as {@code body} says
 * @param produces media types of the answer; empty: JSON
 */
record Declared(
        String room,
        String name,
        String words,
        RequestMethod verb,
        @Nullable Class<? extends Record> body,
        int status,
        @Nullable Class<?> answer,
        boolean guarded,
        List<String> consumes,
        List<String> produces) {

    static Declared of(HandlerMethod handler) {
        Takes takes =
                Stream.of(handler.getMethodParameters())
                        .map((MethodParameter each) -> each.getParameterAnnotation(Takes.class))
                        .filter(each -> each != null)
                        .findFirst()
                        .orElse(null);
        Gives gives = handler.getMethodAnnotation(Gives.class);
        RequestMapping mapping =
                AnnotatedElementUtils.findMergedAnnotation(
                        handler.getMethod(), RequestMapping.class);
        return new Declared(
                room(handler.getBeanType()),
                handler.getMethod().getName(),
                Markdown.of(
                        new CommentFormatter()
                                .format(
                                        RuntimeJavadoc.getJavadoc(handler.getMethod())
                                                .getComment())),
                mapping == null || mapping.method().length == 0
                        ? RequestMethod.GET
                        : mapping.method()[0],
                takes == null ? null : takes.value(),
                gives == null ? 200 : gives.value(),
                gives == null || gives.as() == Void.class ? null : gives.as(),
                handler.hasMethodAnnotation(Guarded.class),
                mapping == null ? List.of() : List.of(mapping.consumes()),
                mapping == null ? List.of() : List.of(mapping.produces()));
    }

    private static String room(Class<?> controller) {
        String name = controller.getSimpleName().replaceFirst("Controller$", "");
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    String id() {
        return room + "." + name;
    }

    /** Bytes or text, whatever they hold. */
    static MediaType opaque(String type) {
        Schema<?> schema = new Schema<>();
        schema.addType("string");
        if (type.endsWith("octet-stream") || type.endsWith("partial-upload")) {
            schema.setFormat("binary");
        }
        return new MediaType().schema(schema);
    }

    static MediaType shape(String schema) {
        return new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + schema));
    }

    /** The first one's and the second one's. */
    static Content merged(@Nullable Content first, Content second) {
        if (first != null) {
            first.forEach(second::putIfAbsent);
        }
        return second;
    }
}
