package weather.kwangle.forecast.batch;

/**
 * One thing wrong with a body.
 *
 * @param pointer where: a JSON Pointer (RFC 6901), empty for the whole body
 * @param detail what was expected and what was found
 */
public record BodyError(String pointer, String detail) {}
