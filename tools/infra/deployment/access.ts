import type { Place } from '../bicep/model';
import type { PlannedResource } from './planned';
import { at as member, known, later, type Value } from './value';

type Fault = (at: Place, message: string) => void;

/** What a resource says of itself before it is made: its id, name and type, and what stands in its object. */
function ofResource(resource: PlannedResource, key: string): Value {
  if (key === 'id') return known(resource.id);
  if (key === 'name') return known(resource.name.split('/').at(-1) ?? '');
  if (key === 'type') return known(resource.type);
  if (key === 'apiVersion') return known(resource.version);
  const written = ['location', 'tags', 'kind'].includes(key) ? member(resource.body, key) : undefined;
  return written ?? later(`<${resource.type} ${resource.name}>.${key}`);
}

/** `value.key` and `value[key]`. A key that isn't there is a fault, unless the access is lenient (`.?`, `[?`). */
export function access(value: Value, key: string | number, lenient: boolean, at: Place, fault: Fault): Value {
  const missing = (message: string): Value => {
    if (!lenient) fault(at, message);
    return known(null);
  };
  switch (value.kind) {
    case 'object':
      return value.entries.get(String(key))?.value ?? missing(`there is no property ${key} here`);
    case 'array':
      return typeof key === 'number'
        ? (value.items[key]?.value ?? missing(`there is no item ${key} here`))
        : missing(`an array has no property ${key}`);
    case 'resource':
      if (!value.resource.planned && !['id', 'name', 'type'].includes(String(key))) {
        return missing(`${value.resource.symbol} isn't deployed here: its condition doesn't hold`);
      }
      return ofResource(value.resource, String(key));
    case 'module':
      if (key === 'outputs') return { kind: 'outputs', of: value };
      return key === 'name' ? known(value.name) : missing(`a module has outputs, and no ${key}`);
    case 'outputs':
      if (!value.of.planned) return missing(`module ${value.of.name} isn't deployed here: its condition doesn't hold`);
      return value.of.output(String(key), at);
    case 'later':
      return later(`${value.text}.${key}`);
    case 'known':
      return value.data === null && lenient ? known(null) : missing(`${String(value.data)} has no property ${key}`);
    case 'lambda':
      return missing('a lambda has no properties');
  }
}
