# syntax=docker/dockerfile:1
# updatectl for pipelines. Build from the root of the project: docker build -f docker/updatectl.Dockerfile -t platte-updatectl .
FROM eclipse-temurin:25-jdk AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 ./mvnw -q -Dmaven.test.skip=true -pl updatectl -am package

FROM eclipse-temurin:25-jre
RUN groupadd --system --gid 10001 platte && useradd --system --uid 10001 --gid platte --create-home platte
COPY --from=build /src/updatectl/target/lib /opt/platte/lib
COPY --from=build /src/updatectl/target/updatectl.jar /opt/platte/
RUN printf '#!/bin/sh\nexec java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -jar /opt/platte/updatectl.jar "$@"\n' >/usr/local/bin/updatectl \
    && chmod 755 /usr/local/bin/updatectl
USER 10001:10001
WORKDIR /work
# No entrypoint: pipelines run a shell in it.
CMD ["updatectl", "--help"]
