package dev.platte.server.contract;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.Optional;

/** How operations end. */
final class Outcomes {

    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";

    private Outcomes() {}

    static void say(Operation operation, Declared declared) {
        int status = declared.status();
        ApiResponses answers = new ApiResponses();
        ApiResponse done = new ApiResponse().description(sentence(status));
        if (status != 204) {
            Content content = content(operation, declared);
            done.setContent(content);
            if (status != 200) {
                done.addHeaderObject("Location", header("Where it is."));
                answers.addApiResponse(
                        "200",
                        new ApiResponse()
                                .description("It was only tried (dryRun).")
                                .content(content));
            }
        }
        if (operation.getParameters().stream().anyMatch(p -> "cursor".equals(p.getName()))) {
            done.addHeaderObject("Link", header("The next page, if there is one (rel=next)."));
        }
        answers.addApiResponse(Integer.toString(status), done);
        answers.addApiResponse(
                "default",
                new ApiResponse()
                        .description("It was not done; the problem says why.")
                        .content(new Content().addMediaType(PROBLEM, Declared.shape("Problem"))));
        operation.setResponses(answers);
    }

    private static Content content(Operation operation, Declared declared) {
        if (declared.answer() != null) {
            return new Content()
                    .addMediaType(JSON, Declared.shape(declared.answer().getSimpleName()));
        }
        Content found =
                Optional.ofNullable(operation.getResponses())
                        .map(all -> all.get("200"))
                        .map(ApiResponse::getContent)
                        .orElseGet(Content::new);
        declared.produces().forEach(type -> found.putIfAbsent(type, Declared.opaque(type)));
        return found;
    }

    private static String sentence(int status) {
        return switch (status) {
            case 201 -> "It was made.";
            case 202 -> "It is being done; Location is where one sees what comes of it.";
            case 204 -> "It was done.";
            default -> "As it is now.";
        };
    }

    private static Header header(String text) {
        return new Header().description(text).schema(new StringSchema());
    }
}
