# syntax=docker/dockerfile:1
# The update server. Build from the root of the project: docker build -f docker/server.Dockerfile -t platte-server .
FROM eclipse-temurin:25-jdk AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 ./mvnw -q -Dmaven.test.skip=true -pl update-server -am package

FROM eclipse-temurin:25-jre
# A number and not a name: Kubernetes tells by it that this is not root.
RUN groupadd --system --gid 10001 platte \
    && useradd --system --uid 10001 --gid platte --home-dir /var/lib/platte --create-home platte
COPY --from=build /src/update-server/target/lib /opt/platte/lib
COPY --from=build /src/update-server/target/update-server.jar /opt/platte/
USER 10001:10001
VOLUME /var/lib/platte
EXPOSE 8080
# Without curl, which the image need not have.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /readyz HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && read -r line <&3 && [[ $line == *' 200'* ]]"]
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=70", "-XX:+ExitOnOutOfMemoryError", "-jar", "/opt/platte/update-server.jar", "--platte.data=/var/lib/platte"]
