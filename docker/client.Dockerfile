# syntax=docker/dockerfile:1
# The update client, for a look at it or for tests against disk images; a host runs it from its own image.
# Build from the root of the project: docker build -f docker/client.Dockerfile -t platte-client .
FROM eclipse-temurin:25-jdk AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 ./mvnw -q -Dmaven.test.skip=true -pl update-client -am package

FROM eclipse-temurin:25-jre
COPY --from=build /src/update-client/target/lib /opt/platte/lib
COPY --from=build /src/update-client/target/update-client.jar /opt/platte/
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-Xmx64m", "-jar", "/opt/platte/update-client.jar"]
