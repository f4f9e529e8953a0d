package weather.kwangle.forecast.answer;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a value is. The contract knows more kinds; this service has only this one to give and says so. */
public enum Kind {
    /** What such a time is usually like. */
    @JsonProperty("climatology")
    CLIMATOLOGY
}
