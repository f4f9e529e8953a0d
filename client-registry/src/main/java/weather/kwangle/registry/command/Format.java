package weather.kwangle.registry.command;

/** How something is shown, as the option has it. */
enum Format {
    text,
    json
}
