package weather.kwangle.edge;

import com.nimbusds.jose.JOSEObjectType;

/** The names of the compact form, written once for both sides. */
final class Wire {
    static final JOSEObjectType TYPE = new JOSEObjectType("edge+jws");
    static final String ISSUER = "edge";
    static final String AUDIENCE = "edge-gateway";

    private Wire() {}
}
