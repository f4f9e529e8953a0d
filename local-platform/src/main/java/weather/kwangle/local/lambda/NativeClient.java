package weather.kwangle.local.lambda;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The native library of the runtime interface client. Left alone the client unpacks it to one fixed name in {@code /tmp},
 * whatever {@code java.io.tmpdir} says, and processes that start at once overwrite it under each other.
 */
public final class NativeClient {
    /** Names a library that is unpacked already. */
    public static final String PROPERTY =
            "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

    private static final String JAR = "aws-lambda-java-runtime-interface-client-*.jar";

    private NativeClient() {}

    /**
     * Unpacks the library for this machine.
     *
     * @param runtime the folder with the client's jar
     * @param folder where to put the library
     * @return the library
     */
    public static Path unpack(Path runtime, Path folder) throws IOException {
        String name = libraryName();
        Path library = folder.resolve(name);
        try (var jars = Files.newDirectoryStream(runtime, JAR)) {
            for (Path jar : jars) {
                try (var zip = new ZipFile(jar.toFile())) {
                    ZipEntry entry = zip.getEntry("jni/" + name);
                    if (entry != null) {
                        try (InputStream input = zip.getInputStream(entry)) {
                            Files.copy(input, library);
                        }
                        return library;
                    }
                }
            }
        }
        throw new FileNotFoundException("no " + JAR + " in " + runtime + " holds jni/" + name);
    }

    private static String libraryName() throws IOException {
        String architecture = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
        return "libaws-lambda-jni.linux" + (isMusl() ? "_musl" : "") + "-" + architecture + ".so";
    }

    /** Whether the C library is musl (Alpine), by its loader. */
    private static boolean isMusl() throws IOException {
        try (var loaders = Files.newDirectoryStream(Path.of("/lib"), "ld-musl-*")) {
            return loaders.iterator().hasNext();
        }
    }
}
