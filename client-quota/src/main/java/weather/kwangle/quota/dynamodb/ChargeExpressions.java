package weather.kwangle.quota.dynamodb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import weather.kwangle.quota.Charge;
import weather.kwangle.quota.Charge.Form;

/**
 * A charge in DynamoDB's expression language. Conditions there cannot calculate and paths may not lead through a missing
 * map, so thresholds come worked out and attributes are flat. Attribute names are ours and stand for themselves: no
 * reserved word, no character that needs escaping.
 */
record ChargeExpressions(String update, String condition, Map<String, AttributeValue> values) {

    static ChargeExpressions of(Charge charge) {
        var assignments = new ArrayList<String>();
        var conditions = new ArrayList<String>();
        var values = new HashMap<String, AttributeValue>();

        String meter = charge.meter();
        switch (charge.form()) {
            case Form.Idle(long now) -> {
                assignments.add(meter + " = :moved");
                conditions.add("(attribute_not_exists(" + meter + ") OR " + meter + " <= :now)");
                values.put(":moved", number(now + charge.cost()));
                values.put(":now", number(now));
            }
            case Form.Busy(long now, long latest) -> {
                assignments.add(meter + " = " + meter + " + :cost");
                conditions.add(meter + " BETWEEN :now AND :latest");
                values.put(":cost", number(charge.cost()));
                values.put(":now", number(now));
                values.put(":latest", number(latest));
            }
        }

        List<Charge.Count> counts = charge.counts();
        for (int i = 0; i < counts.size(); i++) {
            String window = counts.get(i).window();
            String permits = ":permits" + i;
            String ceiling = ":ceiling" + i;
            assignments.add(window + " = if_not_exists(" + window + ", :zero) + " + permits);
            values.put(permits, number(counts.get(i).permits()));
            values.put(":zero", number(0));
            counts.get(i).ceiling().ifPresent(most -> {
                conditions.add("(attribute_not_exists(" + window + ") OR " + window + " <= " + ceiling + ")");
                values.put(ceiling, number(most));
            });
        }
        return new ChargeExpressions(
                "SET " + String.join(", ", assignments), String.join(" AND ", conditions), Map.copyOf(values));
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
