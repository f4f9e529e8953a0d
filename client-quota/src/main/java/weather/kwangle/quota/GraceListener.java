package weather.kwangle.quota;

/**
 * Who is told when an instance begins to hand out permits without its store, while it goes on, and when the store is back.
 * Told in order, one thing at a time and in the thread of a request: takes no time and throws nothing.
 */
public interface GraceListener {
    /** Nobody. */
    GraceListener NONE = new GraceListener() {
        @Override
        public void began(String why) {}

        @Override
        public void lasts(long permits) {}

        @Override
        public void ended(long permits) {}
    };

    /**
     * The store is thought to be away, and a permit was handed out without it.
     *
     * @param why what the last try met
     */
    void began(String why);

    /**
     * Another minute has gone by, and permits are still handed out.
     *
     * @param permits handed out since the store was last heard of
     */
    void lasts(long permits);

    /**
     * The store has answered.
     *
     * @param permits handed out without it
     */
    void ended(long permits);
}
