package dev.platte.client.cli;

/** How a command prints; spelled as it is typed. */
enum Output {
    text,
    json
}
