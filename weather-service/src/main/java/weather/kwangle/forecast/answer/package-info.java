/** What the service answers, in the words of the public contract, and how an answer is made. No HTTP in here. */
@NullMarked
package weather.kwangle.forecast.answer;

import org.jspecify.annotations.NullMarked;
