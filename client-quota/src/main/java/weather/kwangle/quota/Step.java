package weather.kwangle.quota;

/** What a request has to do next. */
sealed interface Step {

    /** Nothing: this is the answer. */
    record Answer(Reservation reservation) implements Step {}

    /** Nothing: there is no answer. */
    record Fail(LedgerUnavailableException failure) implements Step {}

    /** Send the charge and bring its outcome back, whatever it is. */
    record Send(Draft draft) implements Step {}

    /** Wait until the write of another request has come to its end, and ask again. */
    record Await(long flight) implements Step {}
}
