import { escapeHtml } from '@siteninja/core';
import { languageOf } from '../../markup/words';
import { citiesOf, type Facts } from '../facts';
import { mapTexts, type SectionText, topTexts } from '../section-texts';
import { type Content, type RewriteBrief } from '../writer';
import { contactSentences, factSentences, hoursSentences } from './fact-sentences';
import { type Step, stepsOf } from './instruction';
import { firstHalf, mapWords } from './sentences';
import { tidy } from './tidy';
import { friendlier, moreFormal, withoutFillers } from './tone';

/** By rules, without a model. Null where the rules know nothing of what the instruction asks for. */
export function rewriteByRules({ type, content, instruction, facts }: RewriteBrief): Content | null {
  const steps = stepsOf(instruction);
  if (steps.length === 0) return null;
  return steps.reduce((changed, step) => follow(step, type, changed, facts), content);
}

function follow(step: Step, type: string, content: Content, facts: Facts): Content {
  const words = (change: (words: string) => string): Content =>
    mapTexts(type, content, ({ value, form }) => (form === 'html' ? mapWords(value, change) : change(value)));
  const isEnglish = languageOf(facts.business).startsWith('en');
  switch (step.name) {
    case 'tidy':
      return words((text) => tidy(text, [facts.business.businessName, ...citiesOf(facts)]));
    case 'shorter':
      return mapTexts(type, content, (text) => shorter(text, isEnglish));
    case 'friendlier':
      return isEnglish ? words(friendlier) : content;
    case 'moreFormal':
      return isEnglish ? words(moreFormal) : content;
    case 'longer':
      return addText(type, content, missing(content, factSentences(facts)).slice(0, MAX_ADDED));
    case 'nameBusiness':
      return addLabel(type, content, missing(content, [facts.business.businessName]));
    case 'namePlace':
      return addLabel(type, content, missing(content, citiesOf(facts).slice(0, 1)));
    case 'nameContact':
      return addText(type, content, missing(content, contactSentences(facts)));
    case 'nameHours':
      return addText(type, content, missing(content, hoursSentences(facts)));
    case 'replace':
      return mapTexts(type, content, (text) => replaced(text, step));
    case 'setHeading':
      return topTexts(type, content).some(({ path }) => path[0] === 'heading')
        ? { ...content, heading: step.to }
        : content;
  }
}

const MAX_ADDED = 3;

/** Paragraphs lose the second half of their sentences, and what stands in brackets. Lines stay as they are. */
function shorter({ form, value }: SectionText, isEnglish: boolean): string {
  if (form === 'line') return value;
  const trim = (words: string): string => {
    const bare = words.replace(/ \([^()<>]*\)/g, '');
    return isEnglish ? withoutFillers(bare) : bare;
  };
  if (form === 'paragraph') return firstHalf(trim(value));
  const halves = value.replace(/(<p>)(.*?)(<\/p>)/gs, (_all, open: string, inner: string, close: string) => {
    return open + firstHalf(inner) + close;
  });
  return mapWords(value.includes('<p>') ? halves : firstHalf(value), trim);
}

function replaced({ form, value, max }: SectionText, { from, to }: { from: string; to: string }): string {
  const result =
    form === 'html'
      ? mapWords(value, (words) => words.replaceAll(escapeHtml(from), () => escapeHtml(to)))
      : value.replaceAll(from, () => to);
  return [...result].length <= max && result.trim() !== '' ? result : value;
}

/** Those of the texts that the content does not have yet. */
function missing(content: Content, texts: readonly string[]): string[] {
  const said = JSON.stringify(content).toLowerCase();
  const isSaid = (text: string): boolean =>
    [text, escapeHtml(text)].some((form) => said.includes(JSON.stringify(form).slice(1, -1).toLowerCase()));
  return texts.filter((text) => !isSaid(text));
}

/** Adds sentences to the section's first text of several sentences, as far as there is room. */
function addText(type: string, content: Content, sentences: readonly string[]): Content {
  const texts = topTexts(type, content).filter(({ form }) => form !== 'line');
  const target = texts.find(({ value }) => value !== '') ?? texts[0];
  if (!target) return content;
  const separator = target.value === '' || target.form === 'html' ? '' : ' ';
  return sentences.reduce((changed, sentence) => {
    const added = target.form === 'html' ? `<p>${escapeHtml(sentence)}</p>` : sentence;
    return setIfRoom(changed, target, (value) => value + (value === '' ? '' : separator) + added);
  }, content);
}

/** Puts names into the small line above the heading, or where there is none behind the heading. */
function addLabel(type: string, content: Content, names: readonly string[]): Content {
  const lines = topTexts(type, content).filter(({ form }) => form === 'line');
  const target =
    lines.find(({ path }) => path[0] === 'eyebrow') ?? lines.find(({ path }) => path[0] === 'heading');
  if (!target) return addText(type, content, names);
  return names.reduce(
    (changed, name) => setIfRoom(changed, target, (value) => (value === '' ? name : `${value} · ${name}`)),
    content,
  );
}

function setIfRoom(content: Content, { path, max }: SectionText, change: (value: string) => string): Content {
  const [name = ''] = path;
  const value = content[name];
  const changed = change(typeof value === 'string' ? value : '');
  return [...changed].length > max ? content : { ...content, [name]: changed };
}
