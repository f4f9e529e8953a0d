package weather.kwangle.authorizer;

import java.time.LocalDate;
import java.util.Optional;
import weather.kwangle.authorizer.token.Refusal;
import weather.kwangle.edge.Decision;
import weather.kwangle.policy.Access;
import weather.kwangle.policy.Caller;
import weather.kwangle.policy.Operation;

/** What the authorizer answers to one request. */
sealed interface Outcome {

    /**
     * The request passes the edge; over quota it does too, and the gateway answers 429.
     *
     * @param caller who asked
     * @param assertion the signed edge assertion
     * @param reason one sentence in characters that need no escaping in JSON
     * @param quotaDay the day in UTC that counted the request's permit, if it took one
     */
    record Allow(
            MethodArn arn,
            Caller caller,
            Access.Granted granted,
            Operation operation,
            Decision decision,
            String assertion,
            String policyVersion,
            String reason,
            LocalDate quotaDay)
            implements Outcome {
        String clientId() {
            return caller.clientId();
        }
    }

    /**
     * The request is answered 403.
     *
     * @param caller who asked, empty if no token was looked at
     * @param granted what else the caller may do, empty if nothing
     * @param reason one sentence for the client, in characters that need no escaping in JSON
     * @param detail what else belongs in the log, empty if nothing
     */
    record Deny(
            Cause cause,
            Optional<MethodArn> arn,
            Optional<Caller> caller,
            Optional<Access.Granted> granted,
            String policyVersion,
            String reason,
            String detail)
            implements Outcome {
        Optional<String> clientId() {
            return caller.map(Caller::clientId);
        }
    }

    /** The request is answered 401. */
    record Unauthorized(Refusal refusal, String detail) implements Outcome {}

    /** The request is answered 503: keys, table or secret are away. Never the client's doing. */
    record InternalFailure(String detail) implements Outcome {}

    /** Why a request is denied. */
    enum Cause {
        /** The event is not one of a REQUEST authorizer, or its parts disagree. */
        UNREADABLE_EVENT,
        /** The operators have suspended the client. */
        SUSPENDED_CLIENT,
        /** Neither policy nor table knows the client. */
        UNKNOWN_CLIENT,
        /** The table gives the client a plan that does not exist. */
        UNKNOWN_PLAN,
        /** The policy has no such method and path. */
        UNKNOWN_OPERATION,
        /** The caller lacks a scope. */
        MISSING_SCOPE,
        /** Client or operation are refused by hand in the policy. */
        BROKEN_GLASS
    }
}
