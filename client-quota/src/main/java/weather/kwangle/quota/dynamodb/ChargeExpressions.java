package weather.kwangle.quota.dynamodb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import weather.kwangle.quota.Charge;
import weather.kwangle.quota.Charge.Form;

/**
 * A charge in DynamoDB's expression language. Conditions there cannot calculate and paths may not lead through a missing
 * map, so thresholds come worked out and attributes are flat. Attribute names are ours and stand for themselves: no
 * reserved word, no character that needs escaping.
 */
record ChargeExpressions(String update, Optional<String> condition, Map<String, AttributeValue> values) {

    static ChargeExpressions of(Charge charge) {
        var assignments = new ArrayList<String>();
        var conditions = new ArrayList<String>();
        var values = new HashMap<String, AttributeValue>();

        switch (charge.form()) {
            case Form.Idle(String meter, long now, long cost) -> {
                assignments.add(meter + " = :moved");
                conditions.add("(attribute_not_exists(" + meter + ") OR " + meter + " <= :now)");
                values.put(":moved", number(now + cost));
                values.put(":now", number(now));
            }
            case Form.Busy(String meter, long now, long latest, long cost) -> {
                assignments.add(meter + " = " + meter + " + :cost");
                conditions.add(meter + " BETWEEN :now AND :latest");
                values.put(":cost", number(cost));
                values.put(":now", number(now));
                values.put(":latest", number(latest));
            }
            case Form.Still() -> {}
        }

        List<Charge.Count> counts = charge.counts();
        for (int i = 0; i < counts.size(); i++) {
            String window = counts.get(i).window();
            String permits = ":permits" + i;
            String ceiling = ":ceiling" + i;
            String floor = ":floor" + i;
            assignments.add(window + " = if_not_exists(" + window + ", :zero) + " + permits);
            values.put(permits, number(counts.get(i).permits()));
            values.put(":zero", number(0));
            if (counts.get(i).floor() > 0) {
                conditions.add(window + " >= " + floor);
                values.put(floor, number(counts.get(i).floor()));
            }
            counts.get(i).ceiling().ifPresent(most -> {
                conditions.add("(attribute_not_exists(" + window + ") OR " + window + " <= " + ceiling + ")");
                values.put(ceiling, number(most));
            });
        }
        charge.rank().ifPresent(name -> {
            assignments.add(name + " = if_not_exists(" + name + ", :zero) + :one");
            values.put(":zero", number(0));
            values.put(":one", number(1));
        });
        String set = "SET " + String.join(", ", assignments);
        String remove = charge.forget().isEmpty() ? "" : " " + remove(charge.forget());
        return new ChargeExpressions(
                set + remove,
                conditions.isEmpty() ? Optional.empty() : Optional.of(String.join(" AND ", conditions)),
                Map.copyOf(values));
    }

    static String remove(Set<String> attributes) {
        return attributes.stream().sorted().collect(Collectors.joining(", ", "REMOVE ", ""));
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
